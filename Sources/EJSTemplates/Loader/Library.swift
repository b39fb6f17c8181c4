/// The compiled views by number and by name.
struct Library: Sendable {
    let programs: [Program]
    /// Numbers by full name: `auth/signin.ejs`.
    let numbers: [String: Int]
    /// What errors call the views folder.
    let folder: String
    let settings: Settings

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
        var readers = Set(programs.indices.filter { programs[$0].code.mayRead(local) })
        var before = -1
        while readers.count > before {
            before = readers.count
            for (number, program) in programs.enumerated() where program.mayInclude(oneOf: readers) {
                readers.insert(number)
            }
        }
        return readers
    }
}

extension Program {
    /// A path that is worked out at run time may lead to any view.
    fileprivate func mayInclude(oneOf views: Set<Int>) -> Bool {
        targets.contains { target in target.map(views.contains) ?? !views.isEmpty }
    }
}

extension Code {
    fileprivate func mayRead(_ local: String) -> Bool {
        takesAllLocals || locals.contains { $0.name == local }
    }
}
