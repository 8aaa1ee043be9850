// The text of PDFs as pdf.js reads it, a form feed behind each page.  usage: node pdfjs.mjs FOLDER_OF_NPM FILE…
import fs from 'fs';

const [folder, ...files] = process.argv.slice(2);
const { getDocument } = await import(`${folder}/node_modules/pdfjs-dist/legacy/build/pdf.mjs`);
for (const file of files) {
    const pdf = await getDocument({ data: new Uint8Array(fs.readFileSync(file)), verbosity: 0 }).promise;
    for (let i = 1; i <= pdf.numPages; i++) {
        const { items } = await (await pdf.getPage(i)).getTextContent();
        process.stdout.write(items.map(item => item.str + (item.hasEOL ? '\n' : '')).join('') + '\f');
    }
}
