-- Asks one question in Neovim, by its own language client: what is asked, and where, is typed as a user would.

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local given = vim.json.decode(read(vim.env.KOGINE_TASK))
local pushed = {}
local client_id

-- The server's word on a buffer, as Neovim hands it on.
local function on_diagnostics(_, result)
  pushed[result.uri] = result
end

local function start()
  local config = {
    name = "kogine",
    cmd = given.command,
    root_dir = given.root,
    workspace_folders = { { uri = vim.uri_from_fname(given.root), name = "questions" } },
    handlers = { ["textDocument/publishDiagnostics"] = on_diagnostics },
  }
  client_id = assert(vim.lsp.start_client(config))
end

local function open(path)
  vim.cmd("edit! " .. vim.fn.fnameescape(path))
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, client_id)
  assert(vim.wait(20000, function()
    local client = vim.lsp.get_client_by_id(client_id)
    return client and client.initialized and vim.lsp.buf_is_attached(buffer, client_id)
  end, 20), "the server has not begun in time")
  return buffer
end

-- Type a text in the place of all that there is, and put the cursor behind some characters of it.
local function type_text(buffer, text, offset)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text, "\n", { plain = true }))
  if text:sub(-1) == "\n" then
    vim.api.nvim_buf_set_lines(buffer, -2, -1, false, {})
  end
  local before = vim.split(vim.fn.strcharpart(text, 0, offset), "\n", { plain = true })
  vim.o.virtualedit = "onemore"
  vim.api.nvim_win_set_cursor(0, { #before, #before[#before] })
end

local function request(buffer, method, params)
  local said, problem = vim.lsp.buf_request_sync(buffer, method, params, 20000)
  assert(said, problem)
  local answer = said[client_id]
  assert(answer and not answer.error, vim.inspect(answer))
  return answer.result
end

local function at_cursor(more)
  local params = vim.lsp.util.make_position_params(0, vim.lsp.get_client_by_id(client_id).offset_encoding)
  return vim.tbl_extend("force", params, more or {})
end

local function about_file(more)
  return vim.tbl_extend("force", { textDocument = vim.lsp.util.make_text_document_params() }, more or {})
end

local function whole_range(buffer)
  return { start = { line = 0, character = 0 }, ["end"] = { line = vim.api.nvim_buf_line_count(buffer), character = 0 } }
end

-- Apply an edit as Neovim does, and save all buffers.
local function apply(edit)
  vim.lsp.util.apply_workspace_edit(edit, vim.lsp.get_client_by_id(client_id).offset_encoding)
  vim.cmd("wall")
end

local ask = {
  completion = function(buffer) return request(buffer, "textDocument/completion", at_cursor()) end,
  hover = function(buffer) return request(buffer, "textDocument/hover", at_cursor()) end,
  definition = function(buffer) return request(buffer, "textDocument/definition", at_cursor()) end,
  prepareRename = function(buffer) return request(buffer, "textDocument/prepareRename", at_cursor()) end,
  codeLens = function(buffer) return request(buffer, "textDocument/codeLens", about_file()) end,
  documentSymbol = function(buffer) return request(buffer, "textDocument/documentSymbol", about_file()) end,
  references = function(buffer)
    return request(buffer, "textDocument/references", at_cursor({ context = { includeDeclaration = true } }))
  end,
  inlayHint = function(buffer)
    return request(buffer, "textDocument/inlayHint", about_file({ range = whole_range(buffer) }))
  end,
  workspaceSymbol = function(buffer) return request(buffer, "workspace/symbol", { query = given.query }) end,
  diagnostic = function(buffer)
    local uri = vim.uri_from_bufnr(buffer)
    local version = vim.lsp.util.buf_versions[buffer]
    assert(vim.wait(20000, function() return pushed[uri] and pushed[uri].version == version end, 20))
    return pushed[uri].diagnostics
  end,
  rename = function(buffer)
    apply(request(buffer, "textDocument/rename", at_cursor({ newName = given.newName })))
  end,
  codeAction = function(buffer)
    local params = vim.lsp.util.make_range_params(0, vim.lsp.get_client_by_id(client_id).offset_encoding)
    params.context = { diagnostics = {}, only = { "quickfix" } }
    apply(request(buffer, "textDocument/codeAction", params)[1].edit)
  end,
}

local function main()
  start()
  local buffer = open(given.path)
  type_text(buffer, given.text, given.offset)
  local answer = ask[given.ask](buffer)
  vim.lsp.stop_client(client_id)
  local file = assert(io.open(vim.env.KOGINE_ANSWER, "wb"))
  file:write(vim.json.encode(answer == nil and vim.NIL or answer))
  file:close()
end

local done, problem = xpcall(main, debug.traceback)
if not done then
  io.stderr:write(problem .. "\n")
  vim.cmd("cquit 1")
end
vim.cmd("qall!")
