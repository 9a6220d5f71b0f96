// What stands in for `react-email` inside of the editor package when it is built: `composeReactEmail` also makes a
// prettified copy and a plain text that nobody here reads, for ten times the time.
export { Body, Head, Html, Preview, render } from 'react-email'

export const pretty = (html: string): string => html
export const toPlainText = (): string => ''
