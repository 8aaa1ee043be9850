// The text of PDFs as PDFBox reads it, a form feed behind each page.  usage: java -cp … PdfBox.java FILE…
import java.io.File;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

class PdfBox {
    public static void main(String[] files) throws Exception {
        Writer out = new OutputStreamWriter(System.out, StandardCharsets.UTF_8);
        for (String file : files)
            try (PDDocument pdf = PDDocument.load(new File(file))) {
                PDFTextStripper reader = new PDFTextStripper();
                reader.setPageEnd("\f");
                reader.writeText(pdf, out);
            }
        out.flush();
    }
}
