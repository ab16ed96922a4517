/** What reads the literals of a language: loaded when the first file of one needs it. */
import { lowerLists } from '../../invocation/lists/lower.ts';
import { type Program, readProgram } from '../../invocation/lists/program.ts';
import { shellTextsIn } from '../../invocation/lists/shells.ts';
import { commentTargets } from '../../invocation/lists/targets.ts';
import { valuesOf } from '../../invocation/lists/values.ts';
import { joinComments, marginStart } from '../../syntax/comments.ts';
import { LITERAL_LANGUAGES, type LiteralLanguageId } from '../../syntax/literals/languages.ts';
import { readLiterals } from '../../syntax/literals/reader.ts';
import type { Later } from '../loaded-later.ts';
import { mixedEdit } from '../mixed-edit.ts';
import { readOnce } from '../read-once.ts';
import { commentsInScript } from '../script-comments.ts';
import { SHELL_COMPLETION } from '../shell/index.ts';
import type { CommentStyle } from '../support.ts';
import { literalEdit } from './edit.ts';
import { literalRepairs } from './repairs.ts';

/** The reader of a language in which a comment begins so; there are none without. */
export function readerOf(id: LiteralLanguageId, comment: string | undefined): Later {
  const literals = LITERAL_LANGUAGES[id];
  const programOf = readOnce(
    (text): Program => readProgram(readLiterals(text, literals), literals),
  );
  const comments: CommentStyle | undefined =
    comment === undefined
      ? undefined
      : {
          read: (text, marker) => {
            const program = programOf(text);
            const shells = shellTextsIn(program, valuesOf(program));
            const inside = shells.flatMap(({ scripts }) => {
              return scripts.map((script) => commentsInScript(script, marker, ''));
            });
            const { comments } = program.file;
            const targets = commentTargets(program, shells).map((at) => ({ at }));
            return joinComments(text, marker, { comments, targets, inside, blank: /\s/y });
          },
          delimiters: [`${comment} `, ''],
          hasLine: (text, { at }) => marginStart(text, at.start) !== undefined,
        };
  return {
    lower: (text) => lowerLists(text, literals, programOf),
    comments,
    edit: mixedEdit(literalEdit(programOf)),
    complete: { ...SHELL_COMPLETION, repairs: literalRepairs(literals) },
  };
}
