// `npm run check:openapi`: writes the API's description, made without a database, for the linter.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApi } from '../server/http/api.ts'
import { openApiDocument } from '../server/http/openapi/document.ts'
import { operationsOf } from '../server/http/openapi/operation.ts'
import { root } from './node24.js'

// What its endpoints need is asked for when a request comes.
const api = createApi(/** @type {never} */ ({}))
const settings = { appUrl: 'https://posthorn.internal', openEndpoints: [] }
mkdirSync(join(root, '.build'), { recursive: true })
writeFileSync(
  join(root, '.build/openapi.json'),
  `${JSON.stringify(openApiDocument(operationsOf(api), settings), null, 2)}\n`,
)
