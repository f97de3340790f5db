import { BLANK } from './blank';

const VALUE = `("[^"]{1,200}"|'[^']{1,200}'|[^\\s"'-][^\\s"']*)`;
/** `--password x`, `--api-key=x`. */
const OPTION = new RegExp(
  `(\\s--?(?:[a-z]{1,20}-)?(?:password|passwd|passphrase|pass|pwd|token|secret|api-?key|secret-?key|access-?key|private-?key|psk|otp)(?:=|\\s{1,2}))${VALUE}`,
  'gi',
);
/** `curl -u user:x`. */
const USER = /(\s(?:-u|-U|--user|--proxy-user)[\s=]?["']?[^\s:"']{1,64}:)([^\s"']+)/g;
/** `mysql -px`: nothing stands between. */
const JOINED =
  /(\b(?:mysql\w{0,10}|mariadb|mongo\w{0,10}|7z|sshpass|htpasswd)\s(?:[^|;\n]{0,120}?\s)?-p)(["']?[^\s"']+)/gi;
const APART =
  /(\b(?:sshpass|docker login|podman login|mongo\w{0,10}|redis-cli|az login|ldapsearch|smbclient)\s(?:[^|;\n]{0,120}?\s)?-[paw]\s{1,2})(["']?[^\s"'-][^\s"']*)/gi;
/** A line of .netrc. */
const NETRC = /(\blogin\s\S{1,64}\spassword\s)(\S+)/gi;

const blankLast = (all: string, head: string, value: string) => (value.startsWith(BLANK) ? all : head + BLANK);

/** Secrets that a command line names by an option. */
export function maskCommands(text: string): string {
  if (!/\s-|\blogin\s/.test(text)) return text;
  const options = text.replace(OPTION, blankLast).replace(NETRC, blankLast);
  const users = /\b(?:curl|wget|https?ie?|http|svn)\s/.test(options) ? options.replace(USER, blankLast) : options;
  return users.replace(APART, blankLast).replace(JOINED, blankLast);
}
