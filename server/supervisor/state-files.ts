import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { processStart } from '#server/supervisor/process-identity.ts'
import { StartError } from '#server/supervisor/start-error.ts'

/** The text of a small file that only we may read, made by `make` the first time. */
export function keepText(path: string, make: () => string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const text = make()
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
  return text
}

/** Makes the folder if need be and tries to write there. Throws `StartError`. */
export function assertWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    const probe = join(folder, '.writable')
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new StartError(`${folder} can't be written (${code}); make it writable or set POSTHORN_DATA_DIR`)
  }
}

/**
 * Makes this process the only Posthorn of a data folder; answers how to give it back, and whether a predecessor was
 * killed without doing so. Throws `StartError` if another one is alive.
 */
export function lockFolder(folder: string): { release: () => void; wasLeft: boolean } {
  const file = join(folder, 'posthorn.pid')
  const mine = `${process.pid} ${processStart(process.pid)}`
  const release = () => rmSync(file, { force: true })
  for (let wasLeft = false; ; wasLeft = true) {
    try {
      const fd = openSync(file, 'wx', 0o600)
      writeSync(fd, mine)
      closeSync(fd)
      return { release, wasLeft }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const [pid = '', ...start] = readFileSync(file, 'utf8').split(' ')
    const alive = processStart(Number(pid))
    if (alive !== null && alive === start.join(' ') && Number(pid) !== process.pid) {
      throw new StartError(
        `Posthorn already runs on ${folder} (process ${pid}); stop it or set POSTHORN_DATA_DIR`,
      )
    }
    rmSync(file, { force: true })
  }
}
