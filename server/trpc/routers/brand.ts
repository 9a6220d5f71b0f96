import { listAssets } from '#server/assets/list.ts'
import type { ListAssetsInput } from '#server/assets/schemas.ts'
import { getTheme } from '#server/brand/get-theme.ts'
import { republishWithTheme } from '#server/brand/republish.ts'
import { brandSample } from '#server/brand/sample.ts'
import { saveTheme } from '#server/brand/save-theme.ts'
import type { BrandSampleInput, SaveThemeInput } from '#server/brand/schemas.ts'
import { getEnv } from '#server/env.ts'
import { procedure, router, takes } from '../init.ts'

export const brandRouter = router({
  theme: procedure.query(({ ctx }) => getTheme(ctx)),
  saveTheme: procedure.input(takes<SaveThemeInput>()).mutation(({ ctx, input }) => saveTheme(ctx, input)),
  republish: procedure.mutation(({ ctx }) => republishWithTheme(ctx)),
  /** With a theme that need not be saved. */
  sample: procedure
    .input(takes<BrandSampleInput>())
    .query(({ ctx, input }) => brandSample(ctx, { appUrl: getEnv().appUrl }, input)),
  assets: procedure.input(takes<ListAssetsInput>()).query(({ ctx, input }) => listAssets(ctx, input)),
})
