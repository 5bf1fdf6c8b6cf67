using System.Reflection;
using System.Runtime.CompilerServices;

namespace Relevo.Architecture.Tests;

/// <summary>What holds for every type of the product.</summary>
public sealed class TypeTests
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void Classes_All_AreSealedOrAbstract()
    {
        var open = WrittenTypes().Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract).Select(type => type.FullName);
        Expect.None(open);
    }

    [Fact]
    public void LogEvents_All_HaveAnIdOfTheirOwn()
    {
        var events = LogEvents().ToList();
        Expect.None(events.Where(entry => entry.Id <= 0).Select(entry => entry.Name));
        Expect.None(events.GroupBy(entry => entry.Id).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(entry => entry.Name))}"));
    }

    [Fact]
    public void Types_None_IsNamedLikeItsNamespace()
    {
        var same = WrittenTypes().Where(type => !type.IsNested && type.Namespace is { } space && space.Split('.').Contains(type.Name)).Select(type => type.FullName);
        Expect.None(same);
    }

    private static IEnumerable<(int Id, string Name)> LogEvents() =>
        from assembly in Rooms.Assemblies
        from type in assembly.GetTypes()
        from method in type.GetMethods(Declared)
        from attribute in method.GetCustomAttributesData()
        where attribute.AttributeType.FullName == "Microsoft.Extensions.Logging.LoggerMessageAttribute"
        select (EventId(attribute), $"{type.FullName}.{method.Name}");

    private static int EventId(CustomAttributeData attribute)
    {
        var named = attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == "EventId");
        var positional = attribute.Constructor.GetParameters().ToList().FindIndex(parameter => parameter.Name == "eventId");
        return positional >= 0 ? (int)attribute.ConstructorArguments[positional].Value! : named.TypedValue.Value as int? ?? 0;
    }

    private static IEnumerable<Type> WrittenTypes() => Rooms.Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(IsWritten);

    /// <summary>The compiler's own types, and the one it makes around top-level statements, are not ours.</summary>
    private static bool IsWritten(Type type) =>
        !type.Name.Contains('<', StringComparison.Ordinal) && type is not { Name: "Program", Namespace: null }
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
        && (type.DeclaringType is null || IsWritten(type.DeclaringType));
}
