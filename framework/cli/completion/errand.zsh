#compdef errand
# Completion of errand for zsh.

# A word of the line as the shell will read it, but for variables and commands in it.
_errand_unquoted() {
  local word=${(Q)1}
  print -r -- ${word/#\~\//$HOME/}
}

# Offers the names of jobs, plugins or providers, whichever the last argument says, as errand tells them with the
# configuration of the line. The other arguments are for compadd.
_errand_names() {
  local -a names=(${(f)"$($program ${config:+--config} ${config:+$config} complete $argv[-1] 2>/dev/null </dev/null)"})
  compadd "${(@)argv[1,-2]}" -a names
}

_errand_jobs() {
  _alternative 'jobs:job:_errand_names jobs' 'files:job file:_path_files -g "*.y(a|)ml"' \
    'directories:directory:_path_files -/'
}

_errand_token() {
  local -a which=(
    '1:provider:_errand_names providers'
    '--scopes=[in place of those needed]:scopes:'
    '--resource-server=[that of these scopes]:name:'
    '--json[print one machine-readable report]'
  )
  local context state line
  _arguments -C -A '-*' $everywhere '1:action:(list fetch revoke inspect)' '*:: :->rest'
  [[ $state == rest ]] || return
  case $line[1] in
    list) _arguments $everywhere '--json[print one machine-readable report]' ;;
    fetch) _arguments $everywhere $which '--fresh[ask for a new one whatever is kept]' \
      '--reveal[print the token itself]' ;;
    revoke) _arguments $everywhere '1:provider:_errand_names providers' '--all[those of every provider]' ;;
    inspect) _arguments $everywhere $which ;;
  esac
}

_errand_help() {
  local context state line
  _arguments -C -A '-*' $everywhere '*:: :->rest' \
    '1:subcommand:(run retry check plugins schema sandbox new token doctor history show logs cancel lost prune completion)'
  [[ $state == rest ]] || return
  case $line[1] in
    new) _arguments '1:kind:(plugin job)' ;;
    token) _arguments '1:action:(list fetch revoke inspect)' ;;
  esac
}

_errand() {
  local program=$(_errand_unquoted $words[1]) config=''
  local -i at=${words[(i)--config(|=*)]}
  case $words[at] in
    --config) config=$(_errand_unquoted $words[at+1]) ;;
    --config=*) config=$(_errand_unquoted ${words[at]#*=}) ;;
  esac

  local -a everywhere=(
    '--config=[the configuration file]:file:_files'
    '(-v --verbose)'{-v,--verbose}'[say more on standard error]'
    '(-h --help)'{-h,--help}'[show help]'
  )
  local -a commands=(
    'run:run a job now'
    'retry:do a run over'
    'check:look for mistakes in job files and the configuration'
    'plugins:show what the installed plugins offer'
    'schema:print the JSON Schema of job files'
    'sandbox:serve a look-alike of Globus on loopback'
    'new:begin a plugin or a job'
    'token:show, fetch, inspect and revoke access tokens'
    'doctor:look for what keeps jobs from running here'
    'history:show which runs there were'
    'show:show a run'
    'logs:show what a run printed and logged'
    'cancel:ask a run to end'
    'lost:give up a run whose host is gone'
    'prune:remove runs that need not be kept'
    'completion:print a completion script for a shell'
    'help:show how a subcommand is used'
  )
  local -a records=('--sandbox[look at runs in the sandbox]')
  local context state line
  _arguments -C -A '-*' $everywhere '--version[show the version]' '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
        run) _arguments $everywhere '--sandbox[run against a look-alike of Globus]' \
          '--scheduled-for=[the time the run was due]:time:(now)' \
          '*'{-p,--param=}'[give a parameter of the job]:name=value:' \
          '--params-file=[a YAML file with parameters]:file:_files' \
          '(-n --dry-run)'{-n,--dry-run}'[show what would be run]' \
          '(-q --quiet)'{-q,--quiet}'[print nothing unless the run fails]' \
          '--json[print one machine-readable report]' '1:job:_errand_jobs' ;;
        retry) _arguments $everywhere '--failed[keep what succeeded in it]' \
          '--from=[keep what succeeded, but for this task and what needs it]:task:' \
          '--lost[do over the runs of this host that were lost]' '--sandbox[do over a run in the sandbox]' \
          '(-q --quiet)'{-q,--quiet}'[print nothing unless the run fails]' \
          '--json[print one machine-readable report]' '1:run:_errand_names jobs' ;;
        check) _arguments $everywhere '*:job:_errand_jobs' ;;
        plugins) _arguments $everywhere '--json[print machine-readable descriptions]' \
          '1:plugin or task type:_errand_names plugins' ;;
        schema) _arguments $everywhere '--fragment[the schema of fragments]' ;;
        sandbox) _arguments $everywhere '--port=[the TCP port]:port:' '--endpoints=[how many endpoints]:count:' \
          '--token-lifetime=[how long access tokens live]:duration:' '*--fail=[answer with an error]:fault:' \
          '--latency=[wait before each answer]:duration:' \
          '--tls-certificate=[serve TLS with this certificate]:file:_files' '--tls-key=[its key]:file:_files' ;;
        new) _arguments $everywhere '1:kind:(plugin job)' '2:name:' ;;
        token) _errand_token ;;
        history) _arguments $everywhere $records '*--state=[only runs in this state]:state:(queued running succeeded failed timed_out cancelled skipped lost)' \
          '--since=[only runs since then]:time:' '--limit=[at most so many]:count:' \
          '--json[print one machine-readable report]' '1:job:_errand_names jobs' ;;
        show) _arguments $everywhere $records '--json[print one machine-readable report]' '1:run:_errand_names jobs' ;;
        logs) _arguments $everywhere $records '(-f --follow)'{-f,--follow}'[go on until the run is over]' \
          '(-t --times)'{-t,--times}'[with the time and the kind of each line]' \
          '--json[print a machine-readable object a line]' '1:run:_errand_names jobs' '2:task:' ;;
        cancel | lost) _arguments $everywhere $records '--json[print one machine-readable report]' '1:run:_errand_names jobs' ;;
        prune) _arguments $everywhere $records '--max-age=[keep no run that ended longer ago]:duration:' \
          '--max-runs=[keep the newest of each job]:count:' '--json[print one machine-readable report]' ;;
        doctor) _arguments $everywhere '--offline[ask no server]' '--json[print one machine-readable report]' ;;
        completion) _arguments $everywhere '1:shell:(bash zsh)' ;;
        help) _errand_help ;;
      esac ;;
  esac
}

if [[ $funcstack[1] == _errand ]]; then
  _errand "$@"
else
  compdef _errand errand
fi
