;;; eglot.el --- Asks one question in Emacs, by its own language client  -*- lexical-binding: t -*-

;;; Commentary:

;; What is asked, and where, is typed as a user would; the answer goes to a file as the protocol has it.

;;; Code:

(require 'package)
(package-initialize)
(require 'eglot)
(require 'json)

(defvar asked-given
  (with-temp-buffer
    (insert-file-contents (getenv "KOGINE_TASK"))
    (json-parse-buffer :object-type 'plist :null-object nil :false-object :json-false)))

(defvar asked-pushed nil "What the server has said of its own accord on each buffer, by version.")

(defun asked-of (key)
  "Return what the task says under KEY."
  (plist-get asked-given key))

(cl-defmethod eglot-handle-notification :before
  (_server (_method (eql textDocument/publishDiagnostics)) &key uri version diagnostics &allow-other-keys)
  (push (list uri version diagnostics) asked-pushed))

(defun asked-start ()
  "Open the file and start the server for it."
  (setq eglot-sync-connect t
        eglot-connect-timeout 30
        eglot-autoshutdown nil
        make-backup-files nil
        create-lockfiles nil
        project-find-functions (list (lambda (_folder) (cons 'transient (asked-of :root))))
        eglot-server-programs (list (cons 'python-mode (append (asked-of :command) nil))))
  (set-buffer (find-file-noselect (asked-of :path)))
  (python-mode)
  (apply #'eglot (eglot--guess-contact))
  (unless eglot--managed-mode (eglot--managed-mode 1)))

(defun asked-type ()
  "Type the text, and go where the cursor is to be."
  (erase-buffer)
  (insert (asked-of :text))
  (goto-char (1+ (asked-of :offset)))
  (eglot--signal-textDocument/didChange))

(defun asked-request (method params)
  "Ask METHOD with PARAMS."
  (jsonrpc-request (eglot--current-server-or-lose) method params :timeout 30))

(defun asked-at (&rest more)
  "Return the parameters of a question about the cursor, and MORE."
  (append (eglot--TextDocumentPositionParams) more))

(defun asked-about (&rest more)
  "Return the parameters of a question about the buffer, and MORE."
  (append (list :textDocument (eglot--TextDocumentIdentifier)) more))

(defun asked-whole ()
  "Return the range of the buffer."
  (list :start (eglot--pos-to-lsp-position (point-min)) :end (eglot--pos-to-lsp-position (point-max))))

(defun asked-wait-for-diagnostics ()
  "Return what the server says on the buffer as it stands now."
  (let ((uri (plist-get (eglot--TextDocumentIdentifier) :uri)) found)
    (with-timeout (30 (error "The server has said nothing"))
      (while (not (setq found (seq-find (lambda (one) (and (equal (car one) uri)
                                                           (eql (cadr one) eglot--versioned-identifier)))
                                        asked-pushed)))
        (accept-process-output nil 0.1)))
    (nth 2 found)))

(defun asked-save (apply-it)
  "Do APPLY-IT, agree to whatever Emacs asks, and save all buffers; there is no answer then."
  (cl-letf (((symbol-function 'y-or-n-p) #'always))
    (funcall apply-it))
  (save-some-buffers t)
  nil)

(defun asked-answer ()
  "Ask the question."
  (pcase (asked-of :ask)
    ((and ask (or "completion" "hover" "definition" "prepareRename"))
     (asked-request (intern (concat ":textDocument/" ask)) (asked-at)))
    ((and ask (or "codeLens" "documentSymbol"))
     (asked-request (intern (concat ":textDocument/" ask)) (asked-about)))
    ("references" (asked-request :textDocument/references (asked-at :context '(:includeDeclaration t))))
    ("inlayHint" (asked-request :textDocument/inlayHint (asked-about :range (asked-whole))))
    ("workspaceSymbol" (asked-request :workspace/symbol (list :query (asked-of :query))))
    ("diagnostic" (asked-wait-for-diagnostics))
    ("rename" (asked-save (lambda () (eglot-rename (asked-of :newName)))))
    ("codeAction"
     (asked-save (lambda ()
                   (let ((action (car (eglot-code-actions (point) (point) "quickfix"))))
                     (eglot--apply-workspace-edit (plist-get action :edit))))))))

(asked-start)
(asked-type)
(let ((answer (asked-answer)) (coding-system-for-write 'utf-8-unix))
  (with-temp-file (getenv "KOGINE_ANSWER")
    (insert (if answer (json-serialize answer :null-object nil :false-object :json-false) "null"))))
(eglot-shutdown (eglot--current-server-or-lose) nil 30)

;;; eglot.el ends here
