/** Links to files that are brought in, inside the workspace. */
import { linksIn } from '../../service/language-service.ts';
import { toRange } from '../../workspace/positions.ts';
import { answerFor, type ServerContext, type ServerFeature } from '../context.ts';
import { analysesOf } from './known-users.ts';

export function linkFeature(context: ServerContext): ServerFeature {
  const { connection, folders, features } = context;
  connection.onDocumentLinks(({ textDocument }, token) =>
    answerFor(context, textDocument, token, (document, look) => {
      const find = context.findFrom(document, look);
      return linksIn(look.path, analysesOf(look)).flatMap(({ at, path }) => {
        const file = folders.contain(path) ? find(path) : undefined;
        return file
          ? [{ range: toRange(document, at, features().encoding), target: file.uri }]
          : [];
      });
    }),
  );
  return {};
}
