// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: warnings are errors, and what a module imports stays inside it unless it says `public import`.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),  // SE-0335
  .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
]

/// A stage is a module of its own, so that the compiler keeps it from reaching into another one:
/// all it sees of the stages before it are their artifacts, in `Documents`.
func stage(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: ["Documents"] + dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "nightdesk",
  products: [
    .executable(name: "nightdesk", targets: ["nightdesk"]),
    // For Benchmarks/, a package of its own.
    .library(
      name: "NightdeskStages",
      targets: ["Documents", "Normalization", "Sentences", "Entities", "Quotes", "Summaries"]),
    // For Fuzz/, another one.
    .library(name: "NightdeskEngine", targets: ["Engine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CICU", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(
      name: "CFacade", dependencies: ["CLibXML2", "CICU"],
      linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("z")]),
    .target(name: "CLanguage", exclude: ["compiled", "detect", "en", "init", "report", "schemas", "watch"]),
    .target(name: "Documents", dependencies: ["CLanguage"], swiftSettings: strict),
    stage("Normalization", ["CFacade"]),
    stage("Sentences"),
    stage("Entities"),
    stage("Quotes"),
    stage("Summaries"),
    stage("Corpus", ["Summaries"]),
    // What an editor says against the rules; the engine applies it to each artifact before it is written.
    .target(name: "Corrections", dependencies: ["Documents", "Yams"], swiftSettings: strict),
    // What a run wrote, read back; and those who show it or hand it on.
    .target(name: "Edition", dependencies: ["Documents"], swiftSettings: strict),
    .target(
      name: "Report", dependencies: ["Documents", "Edition", .product(name: "Mustache", package: "swift-mustache")],
      swiftSettings: strict),
    // What two runs say differently about the same articles.
    .target(name: "Comparison", dependencies: ["Documents", "Edition"], swiftSettings: strict),
    .target(name: "Exports", dependencies: ["Documents", "Edition", "CSQLite"], swiftSettings: strict),
    .target(
      name: "Engine",
      dependencies: [
        "Documents", "Normalization", "Sentences", "Entities", "Quotes", "Summaries", "Corpus", "CFacade",
        "Corrections", "Edition", "Yams",
      ], swiftSettings: strict),
    .executableTarget(
      name: "nightdesk",
      dependencies: [
        "Comparison", "Corrections", "Documents", "Edition", "Engine", "Exports", "Report",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    // What tests share: marked text, and the chain of stages over a text in memory.
    .target(
      name: "TestSupport",
      dependencies: ["Documents", "Normalization", "Sentences", "Entities", "Quotes", "Summaries"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("DocumentsTests", ["Documents"]),
    tests("NormalizationTests", ["Normalization", "TestSupport"]),
    tests("SentencesTests", ["Sentences", "TestSupport"]),
    tests("EntitiesTests", ["Entities", "TestSupport"]),
    tests("QuotesTests", ["Quotes", "TestSupport"]),
    tests("SummariesTests", ["Summaries", "TestSupport"]),
    tests("EditionTests", ["Edition", "Documents"]),
    tests("ReportTests", ["Report", "Edition", "Documents"]),
    tests("CommandTests", ["nightdesk"], exclude: ["Archives", "ReleasedOutputs", "ReleasedSchemas", "Languages"]),
    tests("EngineTests", ["Engine", "Documents", "Entities", "Quotes", "Sentences", "Summaries"]),
    tests("CorpusTests", ["Corpus", "TestSupport"]),
    tests("CorrectionsTests", ["Corrections", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
