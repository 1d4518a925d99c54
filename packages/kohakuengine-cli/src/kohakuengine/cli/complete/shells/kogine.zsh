#compdef kogine
# Completion of kogine for zsh. Install, after compinit: eval "$(kogine completion zsh)" in ~/.zshrc
_kogine() {
    local state text note shown
    local -a open open_shown whole whole_shown
    local -a typed=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
    while IFS=$'\t' read -r state text note; do
        shown=$text${note:+  -- $note}
        if [[ $state == open ]]; then
            open+=("$text") open_shown+=("$shown")
        else
            whole+=("$text") whole_shown+=("$shown")
        fi
    done < <("${(Q)words[1]/#\~/$HOME}" _complete zsh "${typed[@]}" 2>/dev/null)
    (( $#whole )) && compadd -V values -l -d whole_shown -a whole
    (( $#open )) && compadd -V names -l -S '' -d open_shown -a open
    (( $#whole + $#open ))
}
compdef _kogine kogine
