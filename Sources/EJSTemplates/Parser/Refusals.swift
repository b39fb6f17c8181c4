/// What JavaScript has and templates have not, with the words that tell an author what to write instead.
enum Refusals {
    /// The hint for a name that a view cannot read although JavaScript or EJS has it; `nil` for ordinary names.
    static func hint(forName name: String) -> String? {
        Builtins.knows(name) ? nil : hint(forForeign: name)
    }

    private static func hint(forForeign name: String) -> String? {
        switch name {
        case "process", "global", "globalThis", "require", "module", "exports", "console", "Buffer":
            "a view sees only its locals: pass the value to render, or read locals.\(name) for a local of that name"
        case "eval", "Function", "Reflect", "Proxy", "arguments", "WebAssembly":
            "views run no code made from text: work the value out in the handler and pass it"
        case "__output", "__append", "__line", "__lines", "__filename", "__dirname", "escapeFn", "rethrow":
            "this belongs to the inside of EJS: write the text, or use <%= … %> for escaped output"
        case "Object", "Array", "String", "Number", "Boolean", "Symbol", "BigInt", "Math", "JSON", "Date", "RegExp",
            "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "Promise", "Intl", "Error", "parseInt", "parseFloat",
            "isNaN", "isFinite", "encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI", "escape",
            "unescape",
            "setTimeout", "setInterval", "setImmediate", "structuredClone", "URL", "URLSearchParams":
            "this part of JavaScript is not in templates: work the value out in the handler and pass it"
        case _: nil
        }
    }

    /// The hint for a keyword that cannot start or stand in an expression or a statement.
    static func hint(for keyword: Keyword) -> String? {
        switch keyword {
        case .new: "work the value out in the handler and pass it"
        case .this: "use the name of the local, or locals"
        case .await, .async, .yield: "wait in the handler and pass the result"
        case .function, .class: "write a function, or work the value out in the handler"
        case .case, .default: "this stands only in a switch"
        case .try, .catch, .finally, .throw: "check in the handler and pass what came out"
        case .import, .export: "use include(\"file\", { … })"
        case .else: "write <% } else { %> in one tag"
        case .instanceof: "work the value out in the handler and pass it"
        case .with, .debugger, .extends, .super, .enum: "this is not in templates"
        case .delete, .void, .in, .while, .do, .switch, .if, .for, .of, .const, .let, .var, .return, .typeof, .true,
            .false, .null, .break, .continue:
            nil
        }
    }

    /// The hint for an operator that templates have not.
    static func hint(for sign: Sign) -> String? {
        switch sign {
        case .comma: "write one expression"
        case .colon: "there are no labels: put the inner loop into a function and return from it"
        case _: nil
        }
    }

    /// Members that lead to JavaScript's machinery when something is read from them or called.
    static let machinery: Set<String> = ["constructor", "__proto__", "prototype"]
}
