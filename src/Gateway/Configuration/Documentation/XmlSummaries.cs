using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Relevo.Gateway.Configuration.Documentation;

/// <summary>The summaries of the code, from the files that the compiler writes beside the binaries: one text, read by editors and operators alike.</summary>
internal sealed partial class XmlSummaries
{
    private readonly Dictionary<Assembly, Dictionary<string, string>> _read = [];

    public string Of(Type type) => Find(type.Assembly, "T:" + type.FullName);

    public string Of(PropertyInfo property) => Find(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName}.{property.Name}");

    private string Find(Assembly assembly, string member)
    {
        if (!_read.TryGetValue(assembly, out var members))
        {
            _read[assembly] = members = Read(Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml"));
        }

        return members.GetValueOrDefault(member, "");
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(file).Descendants("member").ToDictionary(
            m => m.Attribute("name")!.Value,
            m => m.Element("summary") is { } summary ? Space().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim() : "",
            StringComparer.Ordinal);

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")?.Value.Split('.')[^1]}`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space();
}
