/** `rules` and `explain`: lists rules; prints a rule's page. */
import { rules } from '../../workspace/front-end.ts';
import { type Request, ruleMistake } from '../arguments/parse.ts';
import { jsonText, TOOL } from '../formats/format.ts';
import { rulePage } from '../rule-pages.ts';
import { COLOUR_OF_SEVERITY } from '../terminal/colours.ts';
import { EXIT, type UsageError, usageError, type World } from '../world.ts';
import { writeResult } from './write-result.ts';

export function listRules(request: Request, world: World): number | UsageError {
  const { format, words } = request;
  if (words.length > 0)
    return usageError(`rules takes no paths; explain ${words[0]} explains a rule`);
  if (format !== 'text' && format !== 'json') return usageError('rules prints text or json');
  const isWritten = writeResult(request, world, ({ paint }) => {
    const all = rules.map(({ id, severity, milder, neighbour, summary }) => ({
      id,
      severities: [severity, ...(milder?.severities ?? [])],
      isOn: neighbour !== true,
      hasFix: hasFix(world.home, id),
      summary,
    }));
    if (format === 'json') {
      return jsonText({ version: 1, tool: TOOL, rules: all });
    }
    const width = Math.max(...all.map(({ id }) => id.length));
    return all
      .map(({ id, severities, isOn, summary, ...rule }) => {
        const [severity = 'hint'] = severities;
        const words = [
          severities.join(' or '),
          ...(isOn ? [] : ['off']),
          ...(rule.hasFix ? ['fix'] : []),
        ];
        const head = `${paint(COLOUR_OF_SEVERITY[severity], id.padEnd(width))}  ${words.join(', ')}`;
        return `${head}\n    ${summary}\n`;
      })
      .join('');
  });
  return isWritten ? EXIT.fine : EXIT.failed;
}

/** Prints a rule's page, or suggests another rule. */
export function explain(request: Request, world: World): number | UsageError {
  const [rule, ...more] = request.words;
  if (rule === undefined || more.length > 0) return usageError('explain takes one rule');
  const mistake = ruleMistake(rule);
  if (mistake) return mistake;
  const page = rulePage(world.home, rule);
  if (page === undefined) return usageError(`The page of ${rule} did not come along`);
  world.out.write(page);
  return EXIT.fine;
}

/** Whether the line below the page's title names a quick fix. */
function hasFix(home: string, rule: string): boolean {
  return /^`[\w-]+` · .* · quick fix · /m.test(rulePage(home, rule) ?? '');
}
