/** Hovers of open documents. */
import { hoverInFile } from '../../service/language-service.ts';
import { toSpan } from '../../workspace/positions.ts';
import { answerFor, type ServerContext, type ServerFeature } from '../context.ts';
import { toHover } from '../convert/hover-markup.ts';

export function hoverFeature(context: ServerContext): ServerFeature {
  context.connection.onHover(({ textDocument, position }, token) =>
    answerFor(context, textDocument, token, (document, look) => {
      const { path, own, others } = look;
      const { encoding } = context.features();
      const { start } = toSpan(document, { start: position, end: position }, encoding);
      const analyses = [own, ...others].map(({ analysis }) => analysis);
      const hover = hoverInFile(path, start, analyses);
      const find = context.findFrom(document, look);
      return hover ? toHover(document, hover, find, context.features()) : null;
    }),
  );
  return {};
}
