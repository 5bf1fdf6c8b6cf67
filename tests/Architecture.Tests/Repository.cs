using System.Xml.Linq;

namespace Relevo.Architecture.Tests;

/// <summary>The files of the project, found upwards from the tests' own binaries.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Project files under a folder of the root.</summary>
    public static IReadOnlyList<string> Projects(string folder) => Files(folder, "*.csproj");

    /// <summary>Hand-written C# files under a folder of the root.</summary>
    public static IReadOnlyList<string> Sources(string folder) => Files(folder, "*.cs");

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>Names of the projects that a project file references.</summary>
    public static IEnumerable<string> References(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static List<string> Files(string folder, string pattern)
    {
        var start = Path.Combine(Root, folder);
        return Directory.Exists(start)
            ? [.. Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories).Where(IsWritten).Order(StringComparer.Ordinal)]
            : [];
    }

    private static bool IsWritten(string file) => !Relative(file).Split('/').Any(part => part is "bin" or "obj");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Gateway.sln above {AppContext.BaseDirectory}.");
    }
}
