/// The compiled views by number and by name.
final class Library: Sendable {
    let programs: [Program]
    /// Numbers by full name: `auth/signin.ejs`.
    let numbers: [String: Int]
    /// What errors call the views folder.
    let folder: String
    let settings: Settings
    /// The view around every page that asks for none itself.
    let layout: Int?

    init(programs: [Program], numbers: [String: Int], folder: String, settings: Settings, layout: Int?) {
        self.programs = programs
        self.numbers = numbers
        self.folder = folder
        self.settings = settings
        self.layout = layout
    }

    /// The view that a path means which was worked out at run time: only views that were loaded.
    func program(at path: Value, from file: String) throws(Fault) -> Program {
        guard case .string(let path) = path else {
            throw .here("the path of an include is not a text", hint: "write include(\"file\")")
        }
        let name = try IncludePath.name(for: path, from: file, folder: folder) { numbers[$0] != nil }
        guard let number = numbers[name] else { throw .here("there is no view \"\(name)\"") }
        return programs[number]
    }
}

// MARK: - Who reads what

extension Library {
    /// The views that read a local, or may: themselves, or in what they include.
    func readers(of local: String) -> Set<Int> {
        let readers = programs.indices.filter { programs[$0].code.mayRead(local) }
        return Self.views(leadingTo: Set(readers), programs.map(\.targets))
    }

    /// The views among these, and those that include one of them, however deep.
    ///
    /// `targets` are what each view includes; a path that is worked out at run time may lead to any view.
    static func views(leadingTo views: Set<Int>, _ targets: [[Int?]]) -> Set<Int> {
        var found = views
        var before = -1
        while found.count > before {
            before = found.count
            for (number, targets) in targets.enumerated() where !found.contains(number) {
                let leads = targets.contains { target in target.map(found.contains) ?? !found.isEmpty }
                if leads { found.insert(number) }
            }
        }
        return found
    }
}

extension Code {
    fileprivate func mayRead(_ local: String) -> Bool {
        takesAllLocals || locals.contains { $0.name == local }
    }
}
