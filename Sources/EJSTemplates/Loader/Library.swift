/// The compiled views by number and by name.
struct Library: Sendable {
    let programs: [Program]
    /// Numbers by full name: `auth/signin.ejs`.
    let numbers: [String: Int]
    /// What errors call the views folder.
    let folder: String

    /// The view that a path means which was worked out at run time: only views that were loaded.
    func program(at path: TemplateValue, from file: String) throws(Fault) -> Program {
        guard case .string(let path) = path else {
            throw .here("the path of an include is not a text", hint: "write include(\"file\")")
        }
        let name = try IncludePath.name(for: path, from: file, folder: folder) { numbers[$0] != nil }
        guard let number = numbers[name] else { throw .here("there is no view \"\(name)\"") }
        return programs[number]
    }
}
