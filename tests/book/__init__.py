"""The finished book; its tests share one browser, which ends with the last of them."""
