#!/usr/bin/env node
import { run } from './start.js'

const help = `posthorn: a notification service with its own admin web app

  posthorn start     everything: database if none is given, web, worker (POSTHORN_ROLE chooses)
  posthorn web       the web process alone
  posthorn worker    a worker alone
  posthorn dev       everything, reloading on change
  posthorn migrate   bring the database of DATABASE_URL up to date and end
  posthorn reset-password <e-mail>
                     give a member a new password, and print it
  posthorn help      this

Settings are environment variables; .env.example explains each.`

const command = process.argv[2] ?? 'help'
if (['help', '--help', '-h'].includes(command)) console.log(help)
else process.exit(await run(command === 'start' ? 'all' : command, process.argv.slice(3)))
