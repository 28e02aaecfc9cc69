// Before any colour is drawn: what the reader has chosen, else follow the system.
{
  const mode = localStorage.getItem("mode") || "auto";
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const theme = mode === "auto" ? system : mode;
  Object.assign(document.documentElement.dataset, { mode, theme });
}
