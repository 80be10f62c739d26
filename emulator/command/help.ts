/** What `--help` prints. */
export const HELP = `Usage: docspace-emulator [options]
       docspace-emulator [options] exec -- PROGRAM [ARGUMENTS]

Emulates the client management service of an ONLYOFFICE DocSpace portal, in memory.

Without exec, it prints its URL on standard output once it responds. On standard error, it prints what to set
DOCSPACE_BASE_URL and DOCSPACE_API_KEY to, and each request. It ends on SIGINT, SIGTERM and SIGHUP, after a SIGTERM to
npx, and when a pipe at its standard input closes.

With exec, it starts on a free port, sets DOCSPACE_BASE_URL and DOCSPACE_API_KEY, and runs the program. Its exit code
is that of the program, or 128 and the number of the signal that ended it. It prints nothing but errors and warnings,
and requests with --log.

Options:
  --service-version VERSION  3.0, 3.1, 3.2, 3.5, 3.6, 3.7 or next. Default: 3.7
  --edition EDITION          standalone or community, whose rate limits differ. Default: standalone
  --limits LIMITS            real, or raised so that nothing reaches them. Default: real
  --port PORT                Default: 0, a free port
  --host HOST                The address to listen on. Default: 127.0.0.1
  --data FILE                Loads clients and consents from this JSON file if it exists, and saves all of them to it
                             {"clients":[{"name":"Reporting"}],"consents":[]}
                             Load it with the --users with which it was saved
  --users FILE               A JSON file of users by API key, or a module whose default export is that or a function.
                             {"sk-anna":{"id":"11111111-1111-4111-8111-111111111111","role":"admin","tenant":1}}
                             role: admin, user or guest. Unless the file has the key emulator-key, it is an admin's.
                             Default: no other users. On 3.0, keys are session tokens, which do not begin with sk-
  --signature-key-hex HEX    The HMAC key of signatures. Default: random
  --direct                   Without a portal in front: no token endpoint. Not with exec from 3.1 on
  --log                      Prints requests with exec too
  --quiet                    Prints neither what to set nor requests
  -h, --help                 Prints this text

Example: docspace-emulator exec -- npm test
`;
