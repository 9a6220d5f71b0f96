import type { Task } from 'graphile-worker'
import { type MemberMailDeps, sendMemberMail } from '#server/members/send-mail.ts'
import { tasks } from '#server/queue/tasks.ts'

/** `members.mail`. After its last try it gives up with a line in the log: the link can be copied or asked for again. */
export const memberMailTask =
  (deps: MemberMailDeps): Task =>
  async (payload, { job }) => {
    const mail = tasks['members.mail'].parse(payload)
    try {
      await sendMemberMail(deps, mail)
    } catch (err) {
      if (job.attempts < job.max_attempts) throw err
      deps.log.error({ err, mail_id: mail.mailId }, 'members.mail: given up')
    }
  }
