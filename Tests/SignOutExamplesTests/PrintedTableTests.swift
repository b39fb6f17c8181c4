import SignOutExamples
import Testing

@Suite("The table of the five sign-out systems") struct PrintedTableTests {
    @Test func `is printed, one line a row, from what its cells assert`() {
        let table = PrintedTable(Row.allCases, Subject.all)
        print(table.text)
        #expect(table.lines.count == Row.allCases.count)
        let reasons = table.remarks.enumerated().map { "\($0.offset + 1)" }
        for number in reasons { #expect(table.lines.contains { $0.contains("(\(number))") }) }
    }

    @Test func `has a way to do each row for each system`() throws {
        for row in Row.allCases {
            for subject in Subject.all { #expect(try !row.acts(on: subject).isEmpty, "\(subject): \(row.rawValue)") }
        }
    }
}

/// The table as text.
struct PrintedTable {
    private(set) var lines: [String] = []
    /// Why a cell does not apply, and what else is to be known; each once.
    private(set) var remarks: [String] = []
    private let head: String

    init(_ rows: [Row], _ subjects: [Subject]) {
        head = Self.line("", subjects.map { "\($0)" })
        for row in rows {
            var cells: [String] = []
            for subject in subjects { cells.append(text(subject.cell(row))) }
            lines.append(Self.line(row.rawValue, cells))
        }
    }

    /// The table, and the remarks below it.
    var text: String {
        let below = remarks.enumerated().map { "(\($0.offset + 1)) \($0.element)" }
        let legend = "Each cell: the status, = as in the contract; - does not apply."
        return ([head] + lines + [legend] + below).joined(separator: "\n")
    }

    private mutating func text(_ cell: Cell) -> String {
        let number = cell.remark.map { " (\(place(of: $0)))" } ?? ""
        return switch cell {
        case .applies(let expectation, _): "\(expectation.status) =\(number)"
        case .none: "-\(number)"
        }
    }

    private mutating func place(of remark: String) -> Int {
        if let place = remarks.firstIndex(of: remark) { return place + 1 }
        remarks.append(remark)
        return remarks.count
    }

    private static func line(_ title: String, _ cells: [String]) -> String {
        let cells = cells.map { padded($0, to: 17) }.joined(separator: "| ")
        return "| " + padded(title, to: 28) + "| " + cells + "|"
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
