import { z } from 'zod'

/** Of one image, in bytes. Larger ones are slow to load in a mail, whatever they show. */
export const IMAGE_BYTES_MAX = 2 * 1024 * 1024

/** A side of an image, in pixels; and all of them together, since what is small as a file may fill a phone's memory. */
export const IMAGE_SIDE_MAX = 8_000
export const IMAGE_PIXELS_MAX = 30_000_000

export const listAssetsInput = z.object({ cursor: z.uuid().optional() }).default({})
export type ListAssetsInput = z.input<typeof listAssetsInput>
