"""Findings as JUnit XML, which CI services show as tests: a text is a suite, a finding a case."""

from xml.etree import ElementTree as Xml

from finreport.checks.draft import DraftReport
from finreport.checks.findings import Finding
from finreport.checks.wording import marked, where


def write(report: DraftReport, language: str) -> str:
    """A contradiction fails, a doubt or what is known is skipped, a text not read is an error."""
    suite = Xml.Element("testsuite", name="finreport")
    for each in report.refused:
        case = Xml.SubElement(suite, "testcase", classname="finreport", name="read")
        Xml.SubElement(case, "error", message=each.told(language))
    for text in report.texts:
        Xml.SubElement(suite, "testcase", classname=text.document.file, name="read")
    for finding in report.findings:
        _case(suite, finding, language)
    counts = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(suite)))
    for name, tag in counts.items():
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    suites = Xml.Element("testsuites")
    suites.append(suite)
    Xml.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(suites, encoding="unicode")


def _case(suite: Xml.Element, finding: Finding, language: str) -> None:
    fact = finding.change.fact
    name = f"{finding.title(language)} [{finding.fingerprint}]"
    case = Xml.SubElement(suite, "testcase", classname=fact.reading.place.file, name=name)
    tag = "failure" if finding.grade == "contradiction" else "skipped"
    kind = Xml.SubElement(case, tag, message=f"{finding.grade}: {finding.told(language)}")
    kind.text = f"{where(fact, language)}\n{marked(fact)}"
