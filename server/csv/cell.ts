/** What a spreadsheet takes for a formula at the beginning of a cell (OWASP, “CSV Injection”), full-width ones too. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const GUARDED = /^'(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/

/** A cell of a CSV file as it is written for people: one that a spreadsheet would run begins with `'`, and is text. */
export const guardCell = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

/** A cell as it is read: without the `'` that `guardCell`, or another program that guards, has put before it. */
export const unguardCell = (text: string): string => text.replace(GUARDED, '')
