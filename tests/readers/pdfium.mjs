// The text of PDFs as PDFium reads it, a form feed behind each page.  usage: node pdfium.mjs FOLDER_OF_NPM FILE…
import fs from 'fs';
import { createRequire } from 'module';

const [folder, ...files] = process.argv.slice(2);
const { PDFiumLibrary } = createRequire(`${folder}/`)('@hyzyla/pdfium');
const library = await PDFiumLibrary.init();
for (const file of files) {
    const pdf = await library.loadDocument(fs.readFileSync(file));
    for (const page of pdf.pages())
        process.stdout.write(page.getText() + '\f');
    pdf.destroy();
}
library.destroy();
