'use client'

import { useState } from 'react'
import { sentence } from '#app/_trpc/field-error.ts'
import { type Problem, problemOf } from './problem.tsx'

type LinkPath = 'accept-invitation' | 'forgot-password' | 'choose-password'

interface Issue {
  path: string
  message: string
}

/**
 * Sends a form of somebody who is not signed in. `send` answers whether it worked; otherwise `problem` says why, or
 * `errorOf` names the fields.
 */
export function useLinkForm(path: LinkPath) {
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const [issues, setIssues] = useState<readonly Issue[]>([])
  const send = async (body: Readonly<Record<string, string>>): Promise<boolean> => {
    setPending(true)
    setProblem(undefined)
    setIssues([])
    try {
      const response = await fetch(`/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (response.ok) return true
      const said = (await response.json().catch(() => ({}))) as { issues?: Issue[] }
      const fields = said.issues?.filter((issue) => issue.path in body && issue.path !== 'token') ?? []
      if (fields.length > 0) setIssues(fields)
      else setProblem(problemOf(response))
    } catch {
      setProblem({ kind: 'away' })
    }
    setPending(false)
    return false
  }
  const errorOf = (field: string) => {
    const message = issues.find((issue) => issue.path === field)?.message
    return message && sentence(message)
  }
  return { pending, problem, errorOf, send }
}
