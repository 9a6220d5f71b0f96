'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'

type Upload =
  | { state: 'idle' }
  /** `share`: of the bytes, 0 to 1; then the server reads it. */
  | { state: 'sending'; name: string; share: number }
  | { state: 'failed'; name: string; message: string }

/** Sends a file and goes to its import. By XMLHttpRequest: `fetch` does not tell how far it has come. */
export function useUpload() {
  const router = useRouter()
  const [upload, setUpload] = useState<Upload>({ state: 'idle' })
  const request = useRef<XMLHttpRequest | null>(null)
  const send = (file: File) => {
    const xhr = new XMLHttpRequest()
    request.current = xhr
    const failed = (message: string) => setUpload({ state: 'failed', name: file.name, message })
    setUpload({ state: 'sending', name: file.name, share: 0 })
    xhr.upload.onprogress = ({ loaded, total }) =>
      setUpload({ state: 'sending', name: file.name, share: total > 0 ? loaded / total : 0 })
    xhr.onerror = () => failed('The connection was lost. Nothing was kept; try again.')
    xhr.onload = () => {
      const answer = answerOf(xhr.responseText)
      if (xhr.status === 201 && answer.id) router.push(`/admin/users/import/${answer.id}`)
      else failed(answer.message ?? 'The file could not be taken. Try again.')
    }
    xhr.open('POST', `/admin/users/import/file?name=${encodeURIComponent(file.name)}`)
    xhr.setRequestHeader('content-type', 'text/csv')
    xhr.send(file)
  }
  const stop = () => {
    request.current?.abort()
    setUpload({ state: 'idle' })
  }
  return { upload, send, stop }
}

function answerOf(text: string): { id?: string; message?: string } {
  try {
    const { id, message, issues } = JSON.parse(text) as {
      id?: string
      message?: string
      issues?: { message: string }[]
    }
    const [issue] = issues ?? []
    return {
      ...(id ? { id } : {}),
      ...(issue ? { message: `The file ${issue.message}.` } : message ? { message } : {}),
    }
  } catch {
    return {}
  }
}
