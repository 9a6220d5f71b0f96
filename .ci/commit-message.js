// Message form: a subject of at most 72 characters that starts with a capital and has no full stop; then, if more
// follows, an empty line.
import { readFileSync } from 'node:fs'

const [subject = '', second = ''] = readFileSync(process.argv[2] ?? '', 'utf8')
  .split('\n')
  .filter((line) => !line.startsWith('#'))
const faults = [
  subject.length > 72 && `the subject has ${subject.length} characters, 72 at most`,
  !/^\p{Lu}/u.test(subject) && 'the subject starts with a capital letter',
  /\.$/.test(subject) && 'the subject ends without a full stop',
  second.trim() !== '' && 'the second line stays empty',
].filter(Boolean)
if (faults.length > 0) {
  console.error(`commit message: ${faults.join('; ')}`)
  process.exit(1)
}
