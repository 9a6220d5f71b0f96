declare module 'swagger-ui-dist/absolute-path.js' {
  /** The folder that the package stands in. */
  export default function getAbsoluteFSPath(): string
}
