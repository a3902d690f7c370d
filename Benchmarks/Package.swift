// swift-tools-version: 6.2
import PackageDescription

// Measures the stages of nightdesk. A package of its own, so that nobody who builds nightdesk builds it: see docs/speed.md.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "nightdesk", path: "..")],
  targets: [
    .target(name: "CMeasure", linkerSettings: [.linkedLibrary("icuuc")]),
    .executableTarget(
      name: "nightdesk-bench",
      dependencies: ["CMeasure", .product(name: "NightdeskStages", package: "nightdesk")],
      swiftSettings: [.treatAllWarnings(as: .error)]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
