import { type SpawnOptions, spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'

/** How to run a program that refuses to be root: `command` and `args` go before it, `options` into `spawn`. */
export interface RunAs {
  /** Who the data must belong to; null: whoever we are. */
  owner: { uid: number; gid: number } | null
  prefix: string[]
  options: Pick<SpawnOptions, 'uid' | 'gid'>
}

/**
 * PostgreSQL refuses to be root. As root it runs as the owner of `dataDir`, else as `postgres`, else as `nobody`,
 * and keeps one capability, so that it reaches a data directory below folders that only root may enter.
 */
export function runAs(dataDir: string): RunAs {
  if (process.getuid?.() !== 0) return { owner: null, prefix: [], options: {} }
  const owner = ownerOf(dataDir) ?? account('postgres') ?? account('nobody') ?? { uid: 65_534, gid: 65_534 }
  const prefix = [
    'setpriv',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--securebits=+no_setuid_fixup',
  ]
  const [command = '', ...args] = prefix
  const works = spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0
  return works ? { owner, prefix, options: {} } : { owner, prefix: [], options: owner }
}

function ownerOf(path: string): RunAs['owner'] {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : null
}

function account(name: string): RunAs['owner'] {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
}
