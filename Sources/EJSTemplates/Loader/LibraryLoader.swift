/// Compiles all views and what they include, and links them.
struct LibraryLoader {
    /// What errors call the views folder.
    private let label: String
    /// The names of all files there are.
    private let names: Set<String>
    private var codes: [Code] = []
    private var numbers: [String: Int] = [:]
    private var errors: [TemplateError] = []
    /// How many errors each file has; finding the place of one takes a walk through the file.
    private var counts: [String: Int] = [:]

    private init(label: String, names: Set<String>) {
        self.label = label
        self.names = names
    }

    /// Compiles the files that end in `.ejs`, and others where they are included by a written path.
    ///
    /// `names` are those of all files there are, `read` answers a file's bytes, and `label` is what errors call the
    /// views folder.
    static func load(
        label: String, names: Set<String>, settings: Settings, read: (String) throws(TemplateError) -> [UInt8]
    ) throws(TemplateLoadError) -> Library {
        var loader = LibraryLoader(label: label, names: names)
        loader.compileAll(settings, read: read)
        let layout = loader.findLayout(settings)
        // Every page may come into the layout: that counts as an include more.
        let targets = loader.codes.map { code in
            code.includes.map { loader.target(of: $0, in: code) } + (layout.map { [$0] } ?? [])
        }
        loader.refuseUnknownCalls(settings)
        if loader.errors.isEmpty { loader.refuseEndlessIncludes(targets) }
        guard loader.errors.isEmpty else {
            throw TemplateLoadError(errors: loader.errors.sorted { $0.order < $1.order })
        }
        let changing = Set(loader.codes.indices.filter { loader.codes[$0].changesObjects })
        let affected = Library.views(leadingTo: changing, targets)
        let programs = loader.codes.enumerated().map { number, code in
            Program(code: code, targets: targets[number], changesObjects: affected.contains(number))
        }
        return Library(programs: programs, numbers: loader.numbers, folder: label, settings: settings, layout: layout)
    }

    private mutating func compileAll(_ settings: Settings, read: (String) throws(TemplateError) -> [UInt8]) {
        var queue = names.filter { $0.hasSuffix(".ejs") }.sorted(by: >)
        var seen = Set(queue)
        while let name = queue.popLast() {
            guard let source = source(of: name, read: read) else { continue }
            do throws(TemplateLoadError) {
                let code = try Compiler.code(named: name, source: source, settings: settings)
                numbers[name] = codes.count
                codes.append(code)
                queue += includedNames(by: code).filter { seen.insert($0).inserted }
            } catch {
                errors += error.errors
            }
        }
    }

    private mutating func source(of name: String, read: (String) throws(TemplateError) -> [UInt8]) -> SourceFile? {
        do throws(TemplateError) {
            return SourceFile(label: "\(label)/\(name)", bytes: try read(name))
        } catch {
            errors.append(error)
            return nil
        }
    }

    /// The files that written paths lead to; a path that leads nowhere is an error.
    private mutating func includedNames(by code: Code) -> [String] {
        var found: [String] = []
        for site in code.includes {
            guard case .written(let path) = site.target else { continue }
            do throws(Fault) {
                found.append(try IncludePath.name(for: path, from: code.name, folder: label, isThere: names.contains))
            } catch {
                report(code.source) { $0.error(of: error, at: site.offset) }
            }
        }
        return found
    }

    /// Adds an error of a file, unless there are enough of them.
    private mutating func report(_ source: SourceFile, _ error: (SourceFile) -> TemplateError) {
        counts[source.label, default: 0] += 1
        guard counts[source.label, default: 0] <= TemplateLoadError.mostInOneFile else { return }
        errors.append(error(source))
    }

    /// The number of the settings' layout; one that is not there is an error.
    private mutating func findLayout(_ settings: Settings) -> Int? {
        guard let path = settings.layout else { return nil }
        do throws(Fault) {
            return numbers[try IncludePath.name(for: "/" + path, from: "", folder: label, isThere: names.contains)]
        } catch {
            errors.append(SourceFile(label: label, bytes: []).error(of: error, at: 0))
            return nil
        }
    }

    private func target(of site: IncludeSite, in code: Code) -> Int? {
        guard case .written(let path) = site.target else { return nil }
        // A path that leads nowhere, or to a broken file, is among the errors already.
        let name = try? IncludePath.name(for: path, from: code.name, folder: label, isThere: names.contains)
        return name.flatMap { numbers[$0] }
    }
}

// MARK: - Calls of nothing

extension LibraryLoader {
    /// Refuses calls of names that nothing in these views could be a function of.
    private mutating func refuseUnknownCalls(_ settings: Settings) {
        guard !codes.contains(where: \.hasComputedKeys) else { return }
        let keys = codes.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        for code in codes {
            for call in code.unknownCalls where !keys.contains(call.name) {
                report(code.source) { $0.error(at: call.offset, call.message, hint: call.hint(settings, keys)) }
            }
        }
    }
}

extension UnknownCall {
    fileprivate var message: String {
        isMethod ? "there is no method \"\(name)\"" : "the function \"\(name)\" is not defined"
    }

    fileprivate func hint(_ settings: Settings, _ keys: Set<String>) -> String {
        let known = isMethod ? Builtins.methods.names : Array(settings.functions.keys) + Array(Builtins.functions.keys)
        if let near = NearestName.name(to: name, among: known + keys) { return "did you mean \"\(near)\"?" }
        guard let path else { return "work the value out in the handler and pass it" }
        let functions = settings.functions.keys.sorted().prefix(8).joined(separator: ", ")
        let registered = functions.isEmpty ? "" : "; registered are \(functions)"
        return "register a function \"\(path)\" in the views' settings, or pass what it answers" + registered
    }
}

extension TemplateError {
    fileprivate var order: (String, Int, Int) { (file, line, column) }
}

// MARK: - Includes without an end

extension LibraryLoader {
    private enum Visit { case unseen, open, done }

    /// Refuses views that include themselves whatever the values are.
    private mutating func refuseEndlessIncludes(_ targets: [[Int?]]) {
        let certain = zip(codes, targets).map { code, targets in
            zip(code.includes, targets).compactMap { site, target in
                target.flatMap { site.isCertain && site.use != .layout ? (target: $0, offset: site.offset) : nil }
            }
        }
        var visits = [Visit](repeating: .unseen, count: codes.count)
        for number in codes.indices where visits[number] == .unseen { walk(from: number, certain, &visits) }
    }

    /// Walks down the includes with a stack of its own, since a chain of them may be longer than the thread's.
    private mutating func walk(
        from start: Int, _ certain: [[(target: Int, offset: Int)]], _ visits: inout [Visit]
    ) {
        var stack = [(number: start, rest: certain[start][...])]
        visits[start] = .open
        while var top = stack.popLast() {
            guard let include = top.rest.popFirst() else {
                visits[top.number] = .done
                continue
            }
            stack.append(top)
            switch visits[include.target] {
            case .unseen:
                visits[include.target] = .open
                stack.append((include.target, certain[include.target][...]))
            case .open:
                let source = codes[top.number].source
                let hint = "put it under a condition"
                report(source) { $0.error(at: include.offset, "this include never ends", hint: hint) }
            case .done: break
            }
        }
    }
}
