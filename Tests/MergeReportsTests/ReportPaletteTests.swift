import Foundation
import MergeReports
import Testing

@Suite("Colours of the report")
struct ReportPaletteTests {
    /// Text, and what it stands on; WCAG 2.2 AA asks for 4.5 to 1.
    private static let texts = [
        ("ink", "page"), ("ink", "panel"), ("ink", "track"), ("ink", "mark"), ("soft", "page"), ("soft", "panel"),
        ("soft", "track"), ("accent", "page"), ("accent", "panel"), ("good", "panel"), ("takeover", "panel"),
        ("privacy", "panel"), ("quality", "panel"), ("page", "ink"), ("ink", "heat1"), ("ink", "heat2"),
        ("ink", "heat3"), ("ink", "heat4"), ("ink", "heat5"),
    ]
    /// Drawings and edges of controls; 3 to 1.
    private static let drawings = [
        ("accent", "track"), ("takeover", "track"), ("privacy", "track"), ("quality", "track"), ("plain", "track"),
        ("plain", "page"),
    ]

    @Test("Contrast holds in light and in dark", arguments: [0, 1])
    func contrasts(scheme: Int) throws {
        let colors = try palette(scheme)
        for (pairs, least) in [(Self.texts, 4.5), (Self.drawings, 3.0)] {
            for (front, back) in pairs {
                let ratio = contrast(try #require(colors[front]), try #require(colors[back]))
                #expect(ratio >= least, "\(front) on \(back) in scheme \(scheme): \(ratio)")
            }
        }
    }

    /// The custom properties of the first or second `:root` of the style sheet.
    private func palette(_ scheme: Int) throws -> [String: UInt32] {
        let html = String(decoding: renderReportHTML(madeUpReport(samples: 0)), as: UTF8.self)
        let root = try #require(html.components(separatedBy: ":root{").dropFirst(1 + scheme).first)
        var colors: [String: UInt32] = [:]
        for property in root.prefix(while: { $0 != "}" }).split(separator: ";") where property.hasPrefix("--") {
            let parts = property.dropFirst(2).components(separatedBy: ":#")
            colors[parts[0]] = UInt32(parts[1], radix: 16)
        }
        return colors
    }

    /// The contrast ratio of WCAG 2.2.
    private func contrast(_ first: UInt32, _ second: UInt32) -> Double {
        let (light, dark) = (max(luminance(first), luminance(second)), min(luminance(first), luminance(second)))
        return (light + 0.05) / (dark + 0.05)
    }

    private func luminance(_ color: UInt32) -> Double {
        func channel(_ shift: UInt32) -> Double {
            let value = Double(color >> shift & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
    }
}
