import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Admin } from '@platformatic/kafka'
import { getEnv, type KafkaEnv, variablesWith } from '#server/env.ts'

const run = promisify(execFile)

/** Runs on Java 17 and newer. */
const VERSION = '4.1.1'
const PASSWORD = 'only-for-tests'
const DOWNLOAD_MS = 300_000
const START_MS = 60_000
const STOP_MS = 20_000

/** A real Apache Kafka broker: one node, data in a temporary folder. */
export interface KafkaBroker {
  brokers: string[]
  /** The broker's process; 0 if it is not ours. */
  pid: number
  /** How to reach its listener with TLS and SASL; only with `secure`. */
  secure: Pick<KafkaEnv, 'brokers' | 'tls'> & { username: string; password: string }
  /** Kills it at once, as a machine that loses its power. */
  kill(): Promise<void>
  /** Starts it again on the same data and port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * Why there is no broker to test with, which is also printed; null if there is. In CI a missing one is a failure.
 * `own`: whether it must be one that can be stopped, so that a given one (KAFKA_BOOTSTRAP_SERVERS) will not do.
 */
export async function missingKafka({ own = false } = {}): Promise<string | null> {
  const reason = getEnv().kafka && !own ? null : await missingTools()
  if (reason === null) return null
  if (variablesWith({}).CI !== undefined) throw new Error(`${reason}; in CI the tests of Kafka must run`)
  process.stderr.write(`Tests of Kafka are skipped: ${reason}\n`)
  return reason
}

async function missingTools(): Promise<string | null> {
  const hint = 'install Java 17 and Maven, or set KAFKA_BOOTSTRAP_SERVERS'
  const java = await run('java', ['-version']).catch(() => null)
  if (!java) return `there is no Java; ${hint}`
  const major = Number(/version "(\d+)/.exec(java.stderr)?.[1])
  if (!(major >= 17)) return `Java ${major} is too old for Kafka ${VERSION}; ${hint}`
  if (existsSync(jarsFolder()) || (await run('mvn', ['-v']).catch(() => null))) return null
  return `there is no Maven; ${hint}`
}

/** The broker that KAFKA_BOOTSTRAP_SERVERS names, else one of our own. */
export async function testKafka(): Promise<Pick<KafkaBroker, 'brokers' | 'stop'>> {
  const given = getEnv().kafka
  return given ? { brokers: given.brokers, stop: async () => undefined } : startKafka()
}

const jarsFolder = () => join(homedir(), '.cache', 'posthorn', `kafka-${VERSION}`)

/** Kafka's jars, by Maven and its settings, once per machine. Throws what Maven says. */
async function kafkaJars(): Promise<string> {
  const folder = jarsFolder()
  if (existsSync(folder)) return folder
  await mkdir(join(folder, '..'), { recursive: true })
  const work = await mkdtemp(`${folder}-`)
  const dependency = (group: string, artifact: string, version: string) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`
  await writeFile(
    join(work, 'pom.xml'),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>posthorn</groupId><artifactId>test-broker</artifactId><version>1</version><dependencies>
${dependency('org.apache.kafka', 'kafka_2.13', VERSION)}
${dependency('org.slf4j', 'slf4j-simple', '1.7.36')}
</dependencies></project>`,
  )
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${work}/jars`]
  try {
    await run('mvn', ['-q', '-B', ...goal], { cwd: work, timeout: DOWNLOAD_MS })
    // Another test file may have been faster.
    await rename(join(work, 'jars'), folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return folder
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports: number[] = []
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address && typeof address === 'object') ports.push(address.port)
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

interface Options {
  /** A second listener with TLS and SASL (PLAIN and SCRAM). */
  secure?: boolean
  /** Tests want a quick start, benchmarks a quick broker. */
  heapMb?: number
  quickStart?: boolean
}

/** Starts a broker of its own. Throws with the broker's words if it does not start. */
export async function startKafka(options: Options = {}): Promise<KafkaBroker> {
  const { secure = false, heapMb = 384, quickStart = true } = options
  const jars = await kafkaJars()
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-kafka-'))
  const [port = 0, controller = 0, securePort = 0] = await freePorts(3)
  const keystore = join(folder, 'broker.p12')
  if (secure) await makeCertificate(keystore)
  const config = join(folder, 'server.properties')
  const login = 'org.apache.kafka.common.security'
  await writeFile(
    config,
    `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}${secure ? `,SASL_SSL://localhost:${securePort}` : ''}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL
log.dirs=${join(folder, 'data')}
num.partitions=2
auto.create.topics.enable=false
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
message.max.bytes=16777216
log.retention.check.interval.ms=1000
log.cleaner.enable=false
${
  secure
    ? `ssl.keystore.location=${keystore}
ssl.keystore.password=${PASSWORD}
ssl.keystore.type=PKCS12
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl_ssl.plain.sasl.jaas.config=${login}.plain.PlainLoginModule required user_posthorn="${PASSWORD}";
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=${login}.scram.ScramLoginModule required;
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=${login}.scram.ScramLoginModule required;
`
    : ''
}`,
  )
  const java = (main: string, args: readonly string[]) => [
    `-Xmx${heapMb}m`,
    '-XX:+UseSerialGC',
    ...(quickStart ? ['-XX:TieredStopAtLevel=1'] : []),
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
    ...['-cp', join(jars, '*'), main, ...args],
  ]
  const users = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=posthorn,password=${PASSWORD}]`,
  ])
  const format = ['format', '-t', clusterId(), '-c', config, ...(secure ? users : [])]
  await run('java', java('kafka.tools.StorageTool', format))

  const log = join(folder, 'broker.log')
  let child: ChildProcess | null = null
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    const bound = setTimeout(() => ending.kill('SIGKILL'), STOP_MS)
    await ended
    clearTimeout(bound)
  }
  const begin = async () => {
    const out = await open(log, 'a')
    const started = spawn('java', java('kafka.Kafka', [config]), { stdio: ['ignore', out.fd, out.fd] })
    await out.close()
    child = started
    await answers(`127.0.0.1:${port}`, async () => {
      if (started.exitCode === null) return
      throw new Error(`The broker ended (${started.exitCode}):\n${await readFile(log, 'utf8')}`)
    })
  }
  process.once('exit', () => child?.kill('SIGKILL'))
  try {
    await begin()
  } catch (error) {
    await end('SIGKILL')
    throw error
  }
  const certificate = secure ? await readFile(join(folder, 'ca.pem'), 'utf8') : null
  return {
    brokers: [`127.0.0.1:${port}`],
    get pid() {
      return child?.pid ?? 0
    },
    secure: {
      brokers: [`localhost:${securePort}`],
      tls: { ca: certificate, cert: null, key: null, rejectUnauthorized: true },
      username: 'posthorn',
      password: PASSWORD,
    },
    kill: () => end('SIGKILL'),
    restart: begin,
    stop: async () => {
      await end('SIGTERM')
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

/** 16 bytes as Kafka writes ids: base64url without padding, which may not begin with a dash. */
function clusterId(): string {
  const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url')
  return id.startsWith('-') ? `A${id.slice(1)}` : id
}

async function makeCertificate(keystore: string): Promise<void> {
  const common = ['-keystore', keystore, '-storepass', PASSWORD, '-alias', 'broker']
  const subject = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1', '-validity', '2']
  await run('keytool', ['-genkeypair', '-keyalg', 'EC', '-storetype', 'PKCS12', ...subject, ...common])
  await run('keytool', ['-exportcert', '-rfc', '-file', join(keystore, '..', 'ca.pem'), ...common])
}

/** Resolves once a broker answers; `check` throws if it never will. */
async function answers(broker: string, check: () => Promise<void>): Promise<void> {
  const until = Date.now() + START_MS
  for (;;) {
    const admin = new Admin({ clientId: 'tests', bootstrapBrokers: [broker], retries: 0, timeout: 2_000 })
    try {
      await admin.listTopics()
      return
    } catch (error) {
      await check()
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    } finally {
      await admin.close().catch(() => undefined)
    }
  }
}
