package io.latchkey.scan;

import io.latchkey.scan.site.Missed;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The findings as JUnit XML: an article is a suite, an attempt a test. */
final class XmlReport {

    private final Findings findings;

    XmlReport(Findings findings) {
        this.findings = findings;
    }

    void write(Path file) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Findings.Article article : findings.articles()) {
                suite(xml, article);
            }
            if (!findings.untold().isEmpty()) {
                untold(xml, findings.untold());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (IOException e) {
            throw new ScanException("The report cannot be written: " + e);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void suite(XMLStreamWriter xml, Findings.Article article) throws XMLStreamException {
        long failures =
                article.attempts().stream().filter(it -> !it.leaks().isEmpty()).count();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", article.address().toString());
        xml.writeAttribute("tests", Integer.toString(article.attempts().size()));
        xml.writeAttribute("failures", Long.toString(failures));
        for (Findings.Attempt attempt : article.attempts()) {
            test(xml, attempt);
        }
        xml.writeEndElement();
    }

    /** What cannot be told is an error: a build that passes would say that nothing leaks. */
    private static void untold(XMLStreamWriter xml, List<Missed> all) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "not told");
        xml.writeAttribute("tests", Integer.toString(all.size()));
        xml.writeAttribute("errors", Integer.toString(all.size()));
        for (Missed missed : all) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", "not told");
            xml.writeAttribute("name", clean(missed.address()));
            xml.writeEmptyElement("error");
            xml.writeAttribute("message", clean(missed.why()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void test(XMLStreamWriter xml, Findings.Attempt attempt) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", attempt.trick());
        xml.writeAttribute(
                "name",
                clean(attempt.probe().method()
                        + " "
                        + attempt.probe().address()
                        + " "
                        + attempt.probe().by()));
        for (Leak leak : attempt.leaks()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("type", "leak");
            xml.writeAttribute("message", clean("premium text in " + leak.where()));
            xml.writeCharacters(clean(leak.words()));
            xml.writeEndElement();
        }
        if (attempt.unanswered()) {
            xml.writeEmptyElement("skipped");
        }
        xml.writeEndElement();
    }

    /** XML has no place for most controls (XML 1.0, section 2.2). */
    private static String clean(String text) {
        return text.replaceAll("[^\\x20-\\uD7FF\\uE000-\\uFFFD]", " ");
    }
}
