// node validate.mjs SCHEMA FILE...: prints "FILE valid" or "FILE invalid: why" for each file (JSON Schema 2020-12, Ajv).
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [schema, ...files] = process.argv.slice(2);
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: false });
addFormats(ajv);
ajv.addVocabulary(['x-wco-id', 'x-wco-ids', 'x-tded', 'x-format', 'x-code-list', 'x-key']);
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
for (const file of files) {
  const isValid = validate(JSON.parse(readFileSync(file, 'utf8')));
  console.log(`${file} ${isValid ? 'valid' : 'invalid: ' + ajv.errorsText(validate.errors)}`);
}
