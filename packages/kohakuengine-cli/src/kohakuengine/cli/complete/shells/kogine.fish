# Completion of kogine for fish. Install: kogine completion fish > ~/.config/fish/completions/kogine.fish
function __kogine_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct | string unescape)
    $typed[1] _complete fish $typed[2..] "$current" 2>/dev/null | string replace -r '^(open|done)\t' ''
end
complete -c kogine -f -a '(__kogine_complete)'
