namespace Relevo.Architecture.Tests;

/// <summary>What holds for every project.</summary>
public sealed class ProjectTests
{
    public static TheoryData<string> Documented { get; } =
        [.. new[] { "src", "bench", "stress" }.SelectMany(Repository.Projects).Append(Path.Combine(Repository.Root, "tests/Gateway.FunctionalTests/Gateway.FunctionalTests.csproj")).Select(Repository.Relative)];

    [Theory, MemberData(nameof(Documented))]
    public void Project_HasAReadMe(string project)
    {
        var readMe = Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, "README.md");
        Assert.True(File.Exists(readMe), $"{Repository.Relative(readMe)} is missing.");
        Assert.True(new FileInfo(readMe).Length > 100, $"{Repository.Relative(readMe)} says nothing.");
    }

    [Fact]
    public void Source_EveryProject_HasTests()
    {
        var untested = Repository.Projects("src").Select(Path.GetFileNameWithoutExtension).Where(name => !Directory.Exists(Path.Combine(Repository.Root, "tests", name + ".Tests")));
        Expect.None(untested);
    }

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Gateway.sln")).Replace('\\', '/');
        var all = new[] { "src", "tests", "bench", "stress" }.SelectMany(Repository.Projects).Select(Repository.Relative);
        Expect.None(all.Where(project => !solution.Contains(project, StringComparison.Ordinal)));
    }

    [Fact]
    public void Versions_StandInOnePlace()
    {
        var all = new[] { "src", "tests", "bench", "stress" }.SelectMany(Repository.Projects);
        Expect.None(all.Where(project => File.ReadAllText(project).Contains("PackageReference", StringComparison.Ordinal) && File.ReadAllText(project).Contains("Version=\"", StringComparison.Ordinal)).Select(Repository.Relative));
    }
}
