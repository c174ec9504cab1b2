#compdef errand

_errand() {
  local -a everywhere=(
    '--config[the configuration file]:file:_files'
    '(-v --verbose)'{-v,--verbose}'[say more on standard error]'
    '(-h --help)'{-h,--help}'[show help]'
  )
  local -a commands=(
    'run:run a job now'
    'check:look for mistakes in job files and the configuration'
    'plugins:show what the installed plugins offer'
    'schema:print the JSON Schema of job files'
    'sandbox:serve a look-alike of Globus on loopback'
    'new:begin a plugin or a job'
    'token:show, fetch, inspect and revoke access tokens'
    'doctor:look for what keeps jobs from running here'
    'completion:print a completion script for a shell'
    'help:show how a subcommand is used'
  )
  local context state line
  _arguments -C $everywhere '--version[show the version]' '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
        run) _arguments $everywhere '--sandbox[run against a look-alike of Globus]' \
          '(-q --quiet)'{-q,--quiet}'[print nothing unless the run fails]' \
          '--json[print one machine-readable report]' '1:job:_files -g "*.y(a|)ml"' ;;
        check) _arguments $everywhere '*:job:_files -g "*.y(a|)ml"' ;;
        plugins) _arguments $everywhere '--json[print machine-readable descriptions]' '1:name:' ;;
        schema) _arguments $everywhere ;;
        sandbox) _arguments $everywhere '--port[the TCP port]:port:' '--endpoints[how many endpoints]:count:' \
          '--token-lifetime[how long access tokens live]:duration:' '*--fail[answer with an error]:fault:' \
          '--latency[wait before each answer]:duration:' \
          '--tls-certificate[serve TLS with this certificate]:file:_files' '--tls-key[its key]:file:_files' ;;
        new) _arguments $everywhere '1:kind:(plugin job)' '2:name:' ;;
        token) _arguments $everywhere '1:action:(list fetch revoke inspect)' '2:provider:' \
          '--json[print one machine-readable report]' '--scopes[in place of those needed]:scopes:' \
          '--resource-server[that of these scopes]:name:' '--fresh[ask for a new one whatever is kept]' \
          '--reveal[print the token itself]' '--all[those of every provider]' ;;
        doctor) _arguments $everywhere '--offline[ask no server]' '--json[print one machine-readable report]' ;;
        completion) _arguments $everywhere '1:shell:(bash zsh)' ;;
        help) _arguments $everywhere '1:subcommand:(run check plugins schema sandbox new token doctor completion)' ;;
      esac ;;
  esac
}

_errand "$@"
