namespace Relevo.Architecture.Tests;

/// <summary>Arrows point down only, and siblings do not know each other.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string> AllRooms => Rooms.All;

    [Fact]
    public void Source_EveryProject_HasAFloor()
    {
        Assert.Equal(Rooms.Names.Order(StringComparer.Ordinal), Repository.Projects("src").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(AllRooms))]
    public void ProjectFile_References_PointDown(string room)
    {
        var project = Path.Combine(Repository.Root, "src", room, room + ".csproj");
        Expect.None(Repository.References(project).Where(other => !Rooms.MayUse(room, other)));
    }

    [Theory, MemberData(nameof(AllRooms))]
    public void Assembly_References_PointDown(string room)
    {
        var used = Rooms.Load(room).GetReferencedAssemblies().Select(Rooms.Of).OfType<string>();
        Expect.None(used.Where(other => !Rooms.MayUse(room, other)));
    }

    [Theory]
    [InlineData("Resilience", "Contracts", true)]
    [InlineData("Contracts", "Resilience", false)]
    [InlineData("Cache", "Providers", false)]
    [InlineData("QueueProcessor", "Storage", false)]
    [InlineData("Storage", "QueueProcessor", true)]
    [InlineData("Gateway", "Gateway", false)]
    public void MayUse_KnownArrows_AreJudged(string room, string other, bool expected) => Assert.Equal(expected, Rooms.MayUse(room, other));
}
