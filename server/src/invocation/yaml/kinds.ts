/** The meaning of YAML entries, by key and kind of file. Why: docs/decisions/shells-in-host-languages.md */
import type { TemplateStyle } from '../../syntax/templates/encodings.ts';
import { valueAt, type YamlNode } from '../../syntax/yaml/tree.ts';
import { once } from '../../text/lookup.ts';

/** From a file's content. */
export interface FileKind {
  readonly templates: TemplateStyle;
  /** Whether `command:` is a shell text; else words. */
  readonly hasShellCommands: boolean;
  /** Whether commands run in containers, by default as root. */
  readonly isContainer: boolean;
  /** Whether `{{.NAME}}` refers to `vars:`. */
  readonly isTaskfile?: boolean;
}

/** Ansible tasks and plays, Compose, Kubernetes, GitHub workflows and actions. */
export const kindOf = once((document: YamlNode): FileKind => {
  const has = (key: string) => valueAt(document, key) !== undefined;
  if (document.kind === 'list')
    return { templates: 'jinja', hasShellCommands: false, isContainer: false };
  if (has('services') && valueAt(document, 'services')?.kind === 'map' && !has('script')) {
    return { templates: 'compose', hasShellCommands: false, isContainer: true };
  }
  if (has('apiVersion') && has('kind')) {
    return { templates: 'kubernetes', hasShellCommands: false, isContainer: true };
  }
  if ((has('jobs') && has('on')) || valueAt(valueAt(document, 'runs'), 'using') !== undefined) {
    return { templates: 'github', hasShellCommands: true, isContainer: false };
  }
  const isPipeline = ['jobs', 'steps', 'stages', 'pipeline', 'workflow'].some(has);
  const isTaskfile = has('tasks') && has('version');
  return { templates: 'any', hasShellCommands: isPipeline, isContainer: false, isTaskfile };
});

/** GitHub, CircleCI, GitLab, Travis, Azure, Woodpecker, Drone, Taskfile, cloud-init, Ansible, Cirrus. */
const SCRIPT =
  /^(?:run|script|powershell|pwsh|(?:before|after)_(?:script|install|deploy|success|failure)|install|bash|commands|cmds|runcmd|bootcmd|(?:early|late|error)-commands|\w+_script|(?:ansible\.(?:builtin|legacy)\.)?(?:shell|raw))$/;

/** Whether a key has shell text. */
export function isScriptKey(key: string, { hasShellCommands }: FileKind): boolean {
  return SCRIPT.test(key) || (hasShellCommands && (key === 'command' || key === 'cmd'));
}

/** Whether cloud-init or an installer runs the items as root. */
export function isBootKey(key: string): boolean {
  return /^(?:runcmd|bootcmd|(?:early|late|error)-commands)$/.test(key);
}

/** Whether a key has command words. */
export function isCommandKey(key: string): boolean {
  return /^(?:entrypoint|command|args|cmd|(?:ansible\.(?:builtin|legacy)\.)?command)$/.test(key);
}

/** Whether a key has variables for shells or expressions. */
export function isEnvironmentKey(key: string, kind: FileKind): boolean {
  return /^(?:env|environment|variables)$/.test(key) || isVariablesKey(key, kind);
}

/** Whether they are for expressions only: `vars:` of a Taskfile. */
export function isVariablesKey(key: string, { isTaskfile }: FileKind): boolean {
  return isTaskfile === true && key === 'vars';
}

/** Whether a value is a file's content; its key may be the name (ConfigMap). */
export function isContentKey(key: string): boolean {
  return /^(?:contents?|line|block|xml)$/.test(key) || isFileKey(key);
}

/** Whether a key is a file name with a telling extension. */
export function isFileKey(key: string): boolean {
  return /[\w-]\.(?:service|(?:ba|k|z)?sh|cfg|conf|ini|xml)$/.test(key);
}

/** Whether a value is prose. */
export function isProseKey(key: string): boolean {
  return /^(?:name|display_?name|title|label|description|summary|help|comments?|message|msg|notes?|documentation|docs?|usage|examples?)$/i.test(
    key,
  );
}
