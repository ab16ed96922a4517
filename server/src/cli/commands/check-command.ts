/** `check`: looks at what is named, then prints, fixes or accepts what is found. */
import type { Request } from '../arguments/parse.ts';
import { look } from '../check/look.ts';
import { reportOf } from '../check/report.ts';
import { EXIT, type UsageError, type World } from '../world.ts';
import { addAccept } from './add-accept.ts';
import { fix } from './fix.ts';
import { printReport } from './print-report.ts';

export async function checkCommand(request: Request, world: World): Promise<number | UsageError> {
  const looked = await look(request, world);
  if (looked.kind === 'usage') return looked;
  if (looked.kind === 'end') return looked.code;
  if (request.fix !== undefined || request.diff) return await fix(request, looked, world);
  if (request.addAccept !== undefined) {
    return await addAccept(request.addAccept, request, looked, world);
  }
  const report = reportOf(looked.projects, world.cwd);
  const isNothing = looked.isBroken && report.checked === 0;
  const code = printReport(report, isNothing ? { ...request, quiet: true } : request, world);
  return looked.isBroken ? EXIT.failed : code;
}
