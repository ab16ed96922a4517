/** A container runs as root without `user:` or `securityContext:`. Why: docs/decisions/socket-directory.md */
import { isBootKey, kindOf } from '../../invocation/yaml/kinds.ts';
import { plain, type Template } from '../../syntax/spell.ts';
import { readYaml } from '../../syntax/yaml/reader.ts';
import { valueAt, type YamlFile, type YamlNode } from '../../syntax/yaml/tree.ts';
import { contains, type Span } from '../../text/span.ts';

/** For root, the default user. */
export const DIRECTORY_OF_ROOT: Template = plain('/run/');

const WHERE_IT_IS_STARTED: Template = plain('');

/** Whether a place runs in a container. */
export function isInContainer(document: string, at: Span): boolean {
  const own = documentAt(readYaml(document), at);
  return own !== undefined && kindOf(own).isContainer;
}

/** Whether two places are in different jobs of a GitHub workflow, which run on different machines. */
export function areApart(document: string, one: Span, other: Span): boolean {
  const own = documentAt(readYaml(document), one);
  if (own === undefined || kindOf(own).templates !== 'github') return false;
  const jobs = valueAt(own, 'jobs');
  const jobOf = (at: Span) =>
    jobs?.kind === 'map' ? jobs.entries.find((entry) => contains(entry.at, at)) : undefined;
  const [first, second] = [jobOf(one), jobOf(other)];
  return first !== undefined && second !== undefined && first !== second;
}

/** Whether cloud-init runs a place at boot, as root. */
export function isOfRoot(document: string, at: Span): boolean {
  let node = documentAt(readYaml(document), at);
  while (node) {
    if (node.kind === 'map') {
      const entry = node.entries.find((one) => contains(one.at, at));
      if (entry && isBootKey(entry.key)) return true;
    }
    node = childAt(node, at);
  }
  return false;
}

function documentAt({ documents }: YamlFile, at: Span): YamlNode | undefined {
  return documents.find((node) => contains(node.at, at));
}

/** The directory for text at a place. */
export function socketDirectoryIn(document: string, at: Span): Template {
  const file = readYaml(document);
  const own = documentAt(file, at);
  if (own === undefined) return DIRECTORY_OF_ROOT;
  const { isContainer, templates } = kindOf(own);
  // The user of a pipeline may not write to /run.
  if (!isContainer) return isOfRoot(document, at) ? DIRECTORY_OF_ROOT : WHERE_IT_IS_STARTED;
  const userOf = templates === 'compose' ? userOfService : userOfContext;
  return isOthers(file, own, at, userOf) ? WHERE_IT_IS_STARTED : DIRECTORY_OF_ROOT;
}

type UserOf = (file: YamlFile, node: YamlNode) => 'root' | 'other' | undefined;

/** Whether another user runs a place; the innermost node decides. */
function isOthers(file: YamlFile, document: YamlNode, at: Span, userOf: UserOf): boolean {
  let user: ReturnType<UserOf>;
  for (let node: YamlNode | undefined = document; node; node = childAt(node, at)) {
    user = userOf(file, node) ?? user;
  }
  return user === 'other';
}

function childAt(node: YamlNode, at: Span): YamlNode | undefined {
  const children =
    node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : undefined;
  return children?.find((child) => contains(child.at, at))?.value;
}

/** `user: vm:kvm` of Compose. An unknown user is not root. */
function userOfService(file: YamlFile, node: YamlNode): ReturnType<UserOf> {
  const user = wordAt(file, node, 'user');
  if (user === undefined || user === '') return undefined;
  return /^(?:root|0+)(?::|$)/.test(user) ? 'root' : 'other';
}

/** `securityContext:` of a pod or container: `runAsUser`, else `runAsNonRoot`. */
function userOfContext(file: YamlFile, node: YamlNode): ReturnType<UserOf> {
  const context = valueIn(file, node, 'securityContext');
  const user = context && wordAt(file, context, 'runAsUser');
  if (user) return /^0+$/.test(user) ? 'root' : 'other';
  return context && wordAt(file, context, 'runAsNonRoot') === 'true' ? 'other' : undefined;
}

function wordAt(file: YamlFile, node: YamlNode, key: string): string | undefined {
  const value = valueIn(file, node, key);
  return value?.kind === 'scalar' ? value.text().decoded.trim() : undefined;
}

function valueIn(file: YamlFile, node: YamlNode, key: string): YamlNode | undefined {
  const merged = standsFor(file, valueAt(node, '<<'));
  return standsFor(file, valueAt(node, key) ?? (merged && valueAt(merged, key)));
}

function standsFor(file: YamlFile, node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === 'alias' ? file.anchored(node) : node;
}
